"""The token is asked for once, where the ledger is served to more than this machine."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from sayso.web.access import COOKIE
from sayso.web.screens import screen

router = APIRouter()


@router.get("/login")
def login(request: Request, to: str = "/") -> Response:
    """Show the form."""
    return screen(request, "login.html", {"to": own_path(to), "wrong": False})


@router.post("/login")
def log_in(request: Request, token: Annotated[str, Form(max_length=200)], to: Annotated[str, Form()] = "/") -> Response:
    """Set the cookie for who gives the token, and go on to where they were going."""
    access = request.app.state.access
    if not access.is_token(token.strip()):
        return screen(request, "login.html", {"to": own_path(to), "wrong": True}, status=401)
    answer = RedirectResponse(own_path(to), status_code=303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, access.cookie, httponly=True, samesite="strict", secure=secure)
    return answer


@router.post("/logout")
def log_out() -> Response:
    """Take the cookie back."""
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


def own_path(to: str) -> str:
    r"""Return the path if it is one of this server, else the first screen: a log-in must not lead elsewhere.

    >>> own_path("/matters?x=1"), own_path("//evil.example"), own_path("https://evil.example"), own_path("/\\evil")
    ('/matters?x=1', '/', '/', '/')
    """
    plain = to.isprintable() and "\\" not in to
    return to if plain and to.startswith("/") and not to.startswith("//") else "/"
