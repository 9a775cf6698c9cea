"""Whether the locks hold what pyproject.toml asks: a dependency added there and not locked would be missed."""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    prod = project["project"]["dependencies"]
    extras = project["project"]["optional-dependencies"]
    demo, s3 = prod + extras["demo"], prod + extras["s3"]
    groups = project["dependency-groups"]
    wanted = {
        "prod": prod,
        "demo": demo,
        "s3": s3,
        "dev": demo + s3 + groups["dev"],
        "node": groups["node"],
        "fonts": groups["fonts"],
        "bench": groups["bench"],
    }
    missing = [
        f"requirements/{lock}.txt lacks {name}: run `make locks`"
        for lock, requirements in wanted.items()
        for name in sorted({_name(requirement) for requirement in requirements} - _locked(lock))
    ]
    print("\n".join(missing))
    return 1 if missing else 0


def _locked(lock: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{lock}.txt").read_text().splitlines()
    return {_name(line) for line in lines if "==" in line and not line.startswith((" ", "#"))}


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


if __name__ == "__main__":
    sys.exit(main())
