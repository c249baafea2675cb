"""Each number that a module keeps says why it is that one: a comment on its line, above it or its group, a docstring.

What needs no comment is a number that words stand beside, in the call, the tuple or the pair of a dict that holds it: a
column with its description, a status with its sentence.
"""

import ast
import tokenize
from pathlib import Path

from data.paths import PROJECT

FOLDERS = ("data", "components", "geo", "pages", "deploy")
TELL_NOTHING = (0, 1, -1)  # a bound, a step or a sign, whatever the subject


def files() -> list[Path]:
    return [*PROJECT.glob("*.py"), *(path for folder in FOLDERS for path in sorted((PROJECT / folder).rglob("*.py")))]


def commented(lines: list[str]) -> bool:
    """Whether a statement of these lines holds a comment, rather than a text with its sign."""
    return any("#" in line for line in lines) and any(
        token.type == tokenize.COMMENT for token in tokenize.generate_tokens(iter([*lines, ""]).__next__)
    )


def is_words(node: ast.expr | None) -> bool:
    """Words are several, in a text or in a text with fields."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return any(isinstance(each, ast.Constant) and isinstance(each.value, str) and " " in each.value for each in parts)


def silent_numbers(node: ast.AST) -> bool:
    """Whether a number that tells something stands within `node` without words beside it."""
    if isinstance(node, ast.JoinedStr) and is_words(node):
        return False
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return any(silent_numbers(each) for pair in pairs if not any(map(is_words, pair)) for each in pair if each)
    if isinstance(node, ast.Constant):
        is_number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
        return is_number and node.value not in TELL_NOTHING
    beside = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
    return not any(map(is_words, beside)) and any(map(silent_numbers, ast.iter_child_nodes(node)))


def without_reason(source: str) -> list[int]:
    """The lines of the assignments of a module that hold a number and say no reason."""
    lines, body = source.split("\n"), ast.parse(source).body
    found, told = [], -1  # the last line of the group that a comment stands above
    for node, after in zip(body, [*body[1:], None], strict=True):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        first, last = node.lineno, node.end_lineno or node.lineno
        own = commented(lines[first - 1 : last]) or (
            isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        )
        if lines[first - 2].startswith("#") or (first == told + 1 and not own):
            told = last
        if told != last and not own and silent_numbers(node.value):
            found.append(first)
    return found


def test_each_number_of_a_module_says_why() -> None:
    sources = {str(path.relative_to(PROJECT)): path.read_text("utf-8") for path in files()}
    assert len(sources) > 400
    assert [f"{name}:{line}" for name, source in sources.items() for line in without_reason(source)] == []


def test_a_number_without_a_reason_is_found() -> None:
    assert without_reason("A = 2\nB = {'a': (3,)}\nC: Final = 60 * D\n") == [1, 2, 3]
    assert without_reason("# why\nA = 2\n\nB = 3\n") == [4]  # the group ends with its lines
    assert without_reason("A = 2  # why\nB = 3\n") == [2]
    assert without_reason("# why\nA = 2\nB = 3  # another\nC = 4\n") == [4]  # or at a reason of its own
    assert without_reason("A = Field('a', low=2)\nB = width('a', 4)\nC = '# 4', 4\n") == [1, 2]


def test_a_reason_is_a_comment_of_the_line_or_of_the_group_a_docstring_or_words_beside_the_number() -> None:
    assert without_reason("# why\nA = 2\nB = 3\nC = (\n    4,\n    5,\n)\nD = 6\n") == []
    assert without_reason("A = 2  # why\nB = (\n    3,  # why\n)\nC = 4\n'''Why.'''\n") == []
    assert (
        without_reason("A = Field('a', 'its words', low=2)\nB = {404: 'Adresse inconnue'}\nC = f'{x:.2f} km'\n") == []
    )
    assert without_reason("A = 0\nB = x[1:-1]\nC = True\n") == []
