"""The console: pages for people, answered from the same questions as the public API.

What every page shares stands here: `pages.py` is their table, `console.py` makes a route of a handler, `visit.py` is what a
handler is given, `render.py` what a template is. Beside it `areas` (the pages), `writing` (a form for every command),
`planning` (the form of a seminar), `signing_in` and `language`.
"""
