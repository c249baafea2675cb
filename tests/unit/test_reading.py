"""Tests of the browser read a page by what waits: a page that is read at one instant fails on a busy machine."""

import ast

from data.paths import PROJECT

FOLDERS = tuple(PROJECT / "tests" / name for name in ("browser", "deploy"))
WAITING = frozenset({"eventually", "steady", "settled", "lasting", "once"})
# What Playwright tells of the instant when it is asked.
INSTANT = frozenset(
    {
        *("inner_text", "all_inner_texts", "text_content", "all_text_contents", "inner_html", "input_value"),
        *("get_attribute", "bounding_box", "screenshot", "evaluate", "evaluate_all", "evaluate_handle"),
        *("is_visible", "is_hidden", "is_enabled", "is_disabled", "is_checked", "is_editable"),
    }
)
WITHOUT_ARGUMENT = frozenset({"count", "all", "title", "content"})  # others have methods of these names


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


class Reads(ast.NodeVisitor):
    """The instants of a module: (function, line), but those within a function that is given to what waits.

    readers: functions that return what they read at one instant, to be given to what waits.
    """

    def __init__(self, tree: ast.Module, readers: frozenset[str]) -> None:
        self.readers, self.found, self._within = readers, list[tuple[str, int]](), [""]
        self.visit(tree)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._within.append(node.name)
        self.generic_visit(node)
        self._within.pop()

    def visit_Expr(self, node: ast.Expr) -> None:
        """What a script does, when nobody reads what it returns, is no reading."""
        acts = isinstance(node.value, ast.Call) and called(node.value) in INSTANT
        for child in ast.iter_child_nodes(node.value) if acts else (node.value,):
            self.visit(child)

    def visit_Assert(self, node: ast.Assert) -> None:
        self.visit(node.test)  # what it says when it fails is that of the instant

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr == "url" and isinstance(node.value, ast.Name) and node.value.id != "request":
            self.found.append((self._within[-1], node.lineno))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = called(node)
        if name in INSTANT | self.readers or (name in WITHOUT_ARGUMENT and not node.args and not node.keywords):
            self.found.append((self._within[-1], node.lineno))
        for child in ast.iter_child_nodes(node):
            if not (name in WAITING and isinstance(child, ast.Lambda)):
                self.visit(child)


def only_reads(node: ast.FunctionDef) -> bool:
    """Whether a function may be one that others give to what waits: it tells, and proves nothing itself."""
    proves = any(isinstance(each, ast.Assert) for each in ast.walk(node))
    return not proves and not node.name.startswith("test_") and ast.unparse(node.returns or node) != "None"


def unwaited(sources: dict[str, str]) -> list[str]:
    """The lines of these modules that read a page at one instant."""
    trees = {name: ast.parse(source) for name, source in sources.items()}
    functions = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    telling = {node.name for node in functions if only_reads(node)}
    readers: frozenset[str] = frozenset()
    while True:
        found = [(name, *read) for name, tree in trees.items() for read in Reads(tree, readers).found]
        more = readers | {function for _, function, _ in found if function in telling}
        if more == readers:
            return [f"{name}:{line}" for name, function, line in found if function not in telling]
        readers = more


def test_no_test_reads_a_page_at_one_instant() -> None:
    files = (path for folder in FOLDERS for path in sorted(folder.glob("*.py")))
    sources = {str(path.relative_to(PROJECT)): path.read_text("utf-8") for path in files}
    assert len(sources) > 20
    assert unwaited(sources) == []


def found(body: str) -> bool:
    return bool(unwaited({"a": f"def test_a(page: Page) -> None:\n    {body}"}))


def test_what_is_read_at_one_instant_is_found_wherever_it_is_used() -> None:
    assert found("assert page.locator('p').inner_text() == 'a'")
    assert found("said = page.locator('p').inner_text()")
    assert found("if links.count(): links.first.click()")
    assert found("expect(other).to_have_title(page.url)")
    reader = "def said(page: Page) -> str:\n    return page.locator('p').inner_text()\n"
    assert unwaited({"a": f"{reader}def test_a(page: Page) -> None:\n    assert said(page)"}) == ["a:4"]
    assert unwaited({"a": reader}) == []


def test_what_waits_acts_or_tells_why_a_test_failed_is_not() -> None:
    assert not found("assert settled(page, lambda: page.locator('p').inner_text()) == 'a'")
    assert not found("said = eventually(links.first.inner_text)")
    assert not found("eventually(lambda: page.locator('p').inner_text(), bool)")
    assert not found("page.evaluate('history.back()')")
    assert not found("assert sent, page.url")
    assert not found("assert 'a'.count('b') == waiting.value.url")
