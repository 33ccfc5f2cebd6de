"""Who is who in a text: names, roles, who speaks, who a pronoun means."""
