"""Patterns of code that security.md B4 forbids, found in the syntax tree; what ruff finds already is left to ruff."""

import ast
import re
from collections.abc import Callable, Iterator

UNSAFE = {
    "pickle",
    "cPickle",
    "dill",
    "marshal",
    "shelve",
    "xml.etree.ElementTree",
    "xml.dom.minidom",
    "telnetlib",
    "crypt",
}
QUERIES = {"execute", "executemany", "fetch", "fetchrow", "fetchval", "cursor", "prepare"}
_SECRET = re.compile(
    r"(^|_)(secret|password|passphrase|mac|signature|token|csrf|hmac|invitation)s?($|_)", re.IGNORECASE
)
_LOUD = {"debug", "info", "warning", "error", "exception", "critical", "fatal", "log"}
_DOORS = {
    ("verify", False),
    ("shell", True),
    ("follow_redirects", True),
    ("trust_env", True),
    ("web_enabled", True),
    ("autoescape", False),
    ("check_hostname", False),
}
_QUOTES = re.compile(r"str\(error|repr\(|\berror\.args|\bf'")
Rule = Callable[[ast.AST], str | None]


def findings(source: str, rules: "tuple[Rule, ...] | None" = None) -> Iterator[tuple[int, str]]:
    """Line and rule of each finding in a module."""
    for node in ast.walk(ast.parse(source)):
        for rule in rules or RULES:
            if told := rule(node):
                yield getattr(node, "lineno", 0), told


def unsafe_decoders(node: ast.AST) -> str | None:
    """Decoders that run what they read, and YAML without its safe loader."""
    if isinstance(node, ast.Import):
        names = {alias.name for alias in node.names}
        return "unsafe decoder" if names & UNSAFE else None
    if isinstance(node, ast.ImportFrom):
        return "unsafe decoder" if node.module in UNSAFE else None
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {
        "yaml.load",
        "yaml.unsafe_load",
        "eval",
        "exec",
        "compile",
    }:
        return "runs what it reads"
    return None


def built_queries(node: ast.AST) -> str | None:
    """SQL put together from values at the place where it is run: f-strings with names that are no constants, + and %."""
    if not (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in QUERIES and node.args
    ):
        return None
    query = node.args[0]
    if isinstance(query, ast.JoinedStr):
        parts = [part.value for part in query.values if isinstance(part, ast.FormattedValue)]
        loose = [
            ast.unparse(part) for part in parts if not (isinstance(part, ast.Name) and part.id.strip("_").isupper())
        ]
        return f"query built from {loose}" if loose else None
    if isinstance(query, ast.BinOp) or (isinstance(query, ast.Call) and ast.unparse(query.func).endswith(".format")):
        return "query built from parts"
    return None


def session_settings(node: ast.AST) -> str | None:
    """`set_config(..., false)` and SET without LOCAL outlive the transaction on a pooled connection."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.search(r"set_config\s*\([^)]*,\s*false\s*\)", node.value, re.IGNORECASE):
            return "a setting that outlives its transaction"
        if re.match(r"\s*set\s+(?!local\b|lock_timeout)(session\s+)?\w+\s*(=|to)\s", node.value, re.IGNORECASE):
            return "a setting that outlives its transaction"
    return None


def compared_secrets(node: ast.AST) -> str | None:
    """`==` on a secret takes longer the more of it is right."""
    if isinstance(node, ast.Compare) and any(isinstance(one, ast.Eq | ast.NotEq) for one in node.ops):
        sides = [node.left, *node.comparators]
        if any(isinstance(side, ast.Constant) and side.value in {"", None} for side in sides):
            return None
        if any(_SECRET.search(_named(side)) for side in sides):
            return f"compares a secret: {ast.unparse(node)}"
    return None


def loud_logs(node: ast.AST) -> str | None:
    """A log line has a constant name; no model, no message of an error, no traceback with values."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LOUD):
        return None
    if ast.unparse(node.func.value) not in {"log()", "structlog.get_logger()", "logger", "_log", "logging"}:
        return None
    if not (
        node.args and isinstance(node.args[0], ast.Constant) and re.fullmatch("[a-z0-9-]+", str(node.args[0].value))
    ):
        return "a log line without a constant name"
    if len(node.args) > 1 or any(keyword.arg in {None, "exc_info", "stack_info"} for keyword in node.keywords):
        return "a log line that may quote values"
    quoted = [ast.unparse(keyword.value) for keyword in node.keywords]
    return (
        "a log line that quotes an error"
        if any(re.search(r"str\(error|repr\(|\berror\.args|\bf'", one) for one in quoted)
        else None
    )


def open_doors(node: ast.AST) -> str | None:
    """TLS that is not checked, shells, redirects that are followed, proxies of the environment."""
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
            if (keyword.arg, value) in _DOORS:
                return f"{keyword.arg} stands open"
        if ast.unparse(node.func) in {"Markup", "markupsafe.Markup", "os.system", "os.popen", "tempfile.mktemp"}:
            return ast.unparse(node.func)
    return None


def _named(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=inner) | ast.Subscript(value=inner) | ast.Await(value=inner):
            return _named(inner)
    return ""


RULES: tuple[Rule, ...] = (
    unsafe_decoders,
    built_queries,
    session_settings,
    compared_secrets,
    loud_logs,
    open_doors,
)
