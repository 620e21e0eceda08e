"""The page of an account: who one is here, and what one can open."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from yichuang.kit.web import actor_of, public

from .landing import DEEDS, links
from .queries import post_of
from .roles import ROLES


@public
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """For everybody with an account, whatever they may do."""
    actor = actor_of(request)
    post = post_of(actor)
    roles = post.roles if post else ()
    page = {
        "hall": post.hall if post else None,
        "actor_name": actor.name,
        "roles": [(ROLES[role], DEEDS.get(role, "")) for role in roles if role in ROLES],
        "links": links(actor.can, post.hall.code if post else ""),
    }
    return render(request, "people/home.html", page)
