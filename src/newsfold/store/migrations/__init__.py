"""How the database came to its present form: one revision a step, run by Alembic at opening."""
