"""Python source outside the package that defines a RULE, a STRATEGY or an OUTPUT."""

from __future__ import annotations

import functools
import hashlib
import re
import sys
import traceback
import types
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class PluginError(Exception):
    """What is wrong with a plug-in, in words that follow 'the plug-in'."""


@functools.cache
def plugin_module(file: str, source: str) -> types.ModuleType:
    """Module made of the source of a plug-in; one module for each file and content.

    The source is passed as text, so that a worker runs the very text that was checked.
    """
    digest = hashlib.sha256(f"{file}\0{source}".encode()).hexdigest()[:12]
    stem = re.sub(r"\W", "_", Path(file).stem)
    module = types.ModuleType(f"plugin_{stem}_{digest}")
    module.__file__ = file
    sys.modules[module.__name__] = module  # dataclasses and pydantic look their module up
    try:
        exec(compile(source, file, "exec"), module.__dict__)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        del sys.modules[module.__name__]
        raise PluginError(f"cannot be run: {_described(error, file)}") from error
    return module


def defined(file: str, source: str, name: str, kind: type[T]) -> T:
    """The RULE, STRATEGY or OUTPUT that a plug-in defines; raises PluginError."""
    value = getattr(plugin_module(file, source), name, None)
    if not isinstance(value, kind):
        raise PluginError(f"does not define {name}, a {kind.__module__}.{kind.__name__}")
    return value


def _described(error: BaseException, file: str) -> str:
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == file
    ]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else None
    place = f" in line {line}" if line else ""
    text = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}{place}: {text}"
