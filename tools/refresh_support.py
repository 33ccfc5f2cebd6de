"""Writes src/newsfold/web/support.json: what mail clients do not show, from caniemail's data.

    npm install caniemail && python -m tools.refresh_support node_modules/caniemail

The data are caniemail.com's (MIT licence); of each feature only the verdict on the newest version
of fifteen clients is kept, and of those only 'no' and 'partly'.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "src" / "newsfold" / "web" / "support.json"
CLIENTS = {
    "gmail": ("desktop-webmail", "ios", "android", "mobile-webmail"),
    "outlook": ("windows", "outlook-com", "macos", "ios", "android"),
    "apple-mail": ("macos", "ios"),
    "yahoo": ("desktop-webmail", "ios", "android"),
    "samsung-email": ("android",),
}
# Kinds of features that can be read off a page; pseudo-elements and pictures' formats cannot.
KINDS = re.compile(r"(?:css|html)-")
MARKS = {"n": "no", "a": "partly"}


def table(package: Path) -> dict[str, Any]:
    """The whole of support.json from npm's package folder."""
    data = json.loads((package / "data" / "caniemail.json").read_text("utf-8"))
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    names = data["nicenames"]
    clients = {
        f"{family}.{platform}": f"{names['family'][family]} ({names['platform'][platform]})"
        for family, platforms in CLIENTS.items()
        for platform in platforms
    }
    found: dict[str, dict[str, Any]] = {}
    for feature in data["data"]:
        entry: dict[str, Any] = {"title": feature["title"], "no": [], "partly": []}
        for client in clients:
            family, platform = client.split(".")
            mark = newest(feature["stats"].get(family, {}).get(platform, {}))
            if mark in MARKS:
                entry[MARKS[mark]].append(client)
        if KINDS.match(feature["slug"]) and (entry["no"] or entry["partly"]):
            found[feature["slug"]] = entry
    return {
        "source": f"https://www.caniemail.com (npm caniemail {version}, MIT licence)",
        "date": data["last_update_date"][:10],
        "clients": clients,
        "features": dict(sorted(found.items())),
    }


def newest(versions: dict[str, str]) -> str:
    """'y', 'a', 'n' or 'u' of the version tested last; 'u' where none was."""
    return ([*versions.values()][-1][:1] if versions else "u").lower()


def written(facts: dict[str, Any]) -> str:
    """The table as JSON with a feature a line, so that a diff shows which ones changed."""
    features = ",\n".join(
        f"  {json.dumps(slug)}: {json.dumps(entry, ensure_ascii=False)}"
        for slug, entry in facts["features"].items()
    )
    head = {key: value for key, value in facts.items() if key != "features"}
    opened = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{opened},\n "features": {{\n{features}\n }}\n}}\n'


def main() -> int:
    """Writes the table again."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    OUT.write_text(written(table(Path(sys.argv[1]))), "utf-8")
    print(f"Wrote {OUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
