"""The page of an account: who one is here, and what one can open."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from yichuang.kit.web import actor_of, public

from .landing import deeds, links
from .queries import post_facts, post_of


@public
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """For everybody with an account, whatever they may do."""
    actor = actor_of(request)
    post = post_of(actor)
    roles, facts = post.roles if post else (), post_facts(post)
    page = {
        "hall": post.hall if post else None,
        "actor_name": actor.name,
        "machine": actor.kind == "machine",
        "roles": deeds(roles, facts),
        "links": links(roles, actor.can, facts),
    }
    return render(request, "people/home.html", page)
