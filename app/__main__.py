"""`kernteam serve | demo | migrate | check | manifest --out FILE | preview`."""

import argparse
import asyncio
import sys
from pathlib import Path


def main() -> None:
    arguments = _parser().parse_args()
    from app.settings import SettingsError

    try:
        arguments.run(arguments)
    except SettingsError as error:
        print("Kernteam can't start with these settings:", file=sys.stderr)
        for line in error.lines:
            print(f"  {line}", file=sys.stderr)
        print("All names are explained in .env.example. To only look around: kernteam demo", file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kernteam", description="A bot inside Microsoft Teams for core teams.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: object, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    add("serve", _serve, "run the bot with the settings of the environment")
    demo = add("demo", _demo, "run the bot with a small local Teams to look at")
    demo.add_argument("--port", type=int, default=8787, help="where Local Teams' page is (default 8787)")
    demo.add_argument("--no-browser", action="store_true", help="only print the address")
    add("migrate", _migrate, "bring the database to the shape this version needs")
    add("check", _check, "look whether settings, database and Teams' login answer")
    manifest = add("manifest", _manifest, "build the app package for the Teams admin centre")
    manifest.add_argument("--out", type=Path, required=True, metavar="FILE", help="the zip file to write")
    preview = add("preview", _preview, "print what the bot would post, when and to whom; sends nothing")
    preview.add_argument("--weeks", type=int, default=4, help="how far to look ahead (default 4, at most 12)")
    preview.add_argument("--team", default="", help="only teams whose name contains this")
    preview.add_argument("--language", default="de", choices=["de", "en"])
    return parser


def _serve(_arguments: argparse.Namespace) -> None:
    from app.running.serving import serve
    from app.settings import read_settings

    asyncio.run(serve(read_settings()))


def _demo(arguments: argparse.Namespace) -> None:
    from app.running.demo import run_demo

    asyncio.run(run_demo(port=arguments.port, open_browser=not arguments.no_browser))


def _migrate(_arguments: argparse.Namespace) -> None:
    from app.migrations import migrate, newest_revision
    from app.settings import read_settings

    asyncio.run(migrate(read_settings(starts_bot=False).database_url))
    print(f"The database is at {newest_revision()}.")


def _check(_arguments: argparse.Namespace) -> None:
    from app.running.checking import check
    from app.settings import read_settings

    raise SystemExit(asyncio.run(check(read_settings())))


def _manifest(arguments: argparse.Namespace) -> None:
    from app.settings import read_settings
    from manifest.build import write_zip

    write_zip(arguments.out, read_settings())
    print(f"{arguments.out} is ready to be uploaded in the Teams admin centre.")


def _preview(arguments: argparse.Namespace) -> None:
    from app.running.previewing import preview
    from app.settings import read_settings

    asyncio.run(
        preview(
            read_settings(starts_bot=False),
            weeks=arguments.weeks,
            team_name=arguments.team,
            language=arguments.language,
        )
    )


if __name__ == "__main__":
    main()
