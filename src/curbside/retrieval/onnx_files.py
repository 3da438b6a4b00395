"""The files of a model as onnxruntime and tokenizers open them: ONNX weights, and a tokenizer.json."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from curbside.errors import InputError, UsageError


def tokenizer(file: Path, longest: int, needed: str, strategy: str = "longest_first") -> Any:
    """A tokenizer that pads nothing and cuts after `longest` word pieces.

    needed: what cannot be done without the extra, and its name. strategy: which of two texts is cut. Raises InputError
    where the file is none, UsageError where the extra is not installed.
    """
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise UsageError(needed) from error
    try:
        # It raises Exception itself, whatever is wrong with the file.
        made = Tokenizer.from_file(str(file))
    except Exception as error:
        raise InputError(str(file), f"is no tokenizer that can be read: {error}") from error
    made.no_padding()
    made.enable_truncation(longest, strategy=strategy)
    return made


def session(file: Path, needed: str) -> Any:
    """The weights, ready to run on one thread of this machine's processor. Raises as `tokenizer`."""
    try:
        import numpy  # noqa: F401
        import onnxruntime as ort
    except ImportError as error:
        raise UsageError(needed) from error
    options = ort.SessionOptions()
    # One thread a run: texts run beside each other, and no result depends on how sums were shared out.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Each length of text would keep a plan of memory of its own.
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    try:
        # The errors of onnxruntime have no common base but Exception.
        return ort.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise InputError(str(file), "is no ONNX model that onnxruntime can load") from error
