"""`models`, `show`, `init`, `schema`: the models themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from mesaprior.cli import WORKED
from mesaprior.cli.options import (
    JsonOption,
    ModelArgument,
    OutputOption,
    PriorOption,
    QuietOption,
    prior_name,
)
from mesaprior.cli.streams import deliver, say
from mesaprior.errors import InputError, refuse

if TYPE_CHECKING:
    from mesaprior.loading import Loaded, SourceMap
    from mesaprior.model import Model
    from mesaprior.spec import ModelEntry

SCHEMA_FILE: Final = "model.schema.json"


def register(app: typer.Typer) -> None:
    """Adds this family's commands."""
    app.command()(models)
    app.command()(show)
    app.command()(init)
    app.command()(schema)


def opened(
    model: str | Path | None, *, quiet: bool = False, prior: str | None = None, with_claims: bool = False
) -> tuple[Model, SourceMap]:
    """The model that was named, built, and where everything in it stands; says which one where none was.

    `prior`: the same model under another prior, without its claims unless `with_claims`.
    """
    built, loaded = _opened(model, quiet)
    if prior is None:
        return built, loaded.source
    from mesaprior.model import model_under

    try:
        return model_under(built, prior, with_claims=with_claims), loaded.source
    except InputError as error:
        raise loaded.source.question_error(error.problems) from None


def restated(model: str | None, *, quiet: bool = False, prior: str | None = None) -> tuple[Model, SourceMap]:
    """The model that was named, with those of its claims that mean something under the prior asked for."""
    built, loaded = _opened(model, quiet)
    return (built if prior is None else _restated(built, loaded, prior)), loaded.source


def _restated(built: Model, loaded: Loaded, prior: str) -> Model:
    from mesaprior import model

    try:
        return model.restated(built, prior)
    except InputError as error:
        raise loaded.source.question_error(error.problems) from None


def _opened(model: str | Path | None, quiet: bool) -> tuple[Model, Loaded]:
    from mesaprior.loading import load_checked

    def check(model: ModelEntry) -> Model:
        from mesaprior.model import build  # not for a file that cannot be read

        return build(model)

    loaded, built = load_checked(model, check)
    if loaded.is_default:
        why = "no model named, no mesaprior.yaml here"
        say(f"using the built-in model {loaded.model.name} ({why})", quiet=quiet)
    return built, loaded


def models(json: JsonOption = False, output: OutputOption = "-") -> int:
    """The built-in library: names, titles, sources."""
    from mesaprior.loading import builtin_models, load

    found = [load(model.name).model for model in builtin_models()]
    if json:
        listed = [
            {
                "name": one.name,
                "title": one.title,
                "variants": list(one.variants),
                "families": list(one.families),
            }
            for one in found
        ]
        deliver(_json({"schema": "mesaprior/models/1", "models": listed}), output)
        return WORKED
    width = max(len(one.name) for one in found)
    lines = [f"{one.name:<{width}}  {one.title or ''}".rstrip() for one in found]
    deliver("\n".join(lines), output)
    return WORKED


def show(
    model: ModelArgument = None,
    prior: PriorOption = None,
    json: JsonOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
) -> int:
    """One model as the tool reads it. Bases included: the YAML of a model file that stands alone."""
    under = prior_name(prior)
    built, loaded = _opened(model, quiet)
    told = loaded.model
    if under is not None:
        other = _restated(built, loaded, under)
        told = other.spec
        for id, why in other.left_out:
            say(f"left out the claim {id}: {why}", quiet=quiet)
    if json:
        from mesaprior.spec import ModelSpec

        shown = ModelSpec.model_validate(told).model_dump(mode="json", exclude_defaults=True)
        deliver(_json({"schema": "mesaprior/model/1", **shown}), output)
    else:
        deliver(told.to_yaml(), output)
    return WORKED


def init(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="The model file to write.")
    ] = "mesaprior.yaml",
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
    quiet: QuietOption = False,
) -> int:
    """Write a commented model file to start from. And the schema with which editors complete it."""
    from mesaprior.files import write_whole
    from mesaprior.loading.starter import starter_model
    from mesaprior.spec.schema import file_schema

    path = Path(file)
    schema_path = path.with_name(SCHEMA_FILE)
    if path.exists() and not force:
        help = "choose another name, or --force to overwrite"
        raise refuse("file-exists", f"{str(path)!r} is there already", help)
    name = path.stem if path.stem != "mesaprior" else path.absolute().parent.name
    write_whole(path, starter_model(name))
    write_whole(schema_path, _json(file_schema()))
    say(f"wrote {path} and {schema_path}; try: mesaprior wins {path} -g 2", quiet=quiet)
    return WORKED


def schema(output: OutputOption = "-") -> int:
    """The JSON Schema of model files, for editors."""
    from mesaprior.spec.schema import file_schema

    deliver(_json(file_schema()), output)
    return WORKED


def _json(value: Any) -> str:
    import json

    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
