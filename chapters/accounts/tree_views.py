"""The chapters of a body: how many people each has, a new one, and its first lead. No more than that is seen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.accounts import tree as body
from chapters.accounts.tree_forms import ChapterForm, FirstLeadForm
from chapters.forms import invalid, posted
from chapters.models import Chapter

TREE = "chapters/accounts/tree.html"


@chapter_view(Can.GRANT, "GET", "POST", fresh=True)
def tree(request: ChapterRequest) -> HttpResponse:
    is_body = request.chapter.kind == Chapter.Kind.BODY
    if request.method == "POST" and not is_body:
        raise PermissionDenied(_("Only a state or national body begins chapters."))
    form = ChapterForm(posted(request), body=request.chapter)
    if request.method == "POST" and form.is_valid():
        invitation = body.begin(form.save(commit=False), lead=form.cleaned_data["lead"], by=request.user)
        words = _("%(chapter)s is there. The invitation is on its way to %(email)s.")
        messages.success(request, words % {"chapter": invitation.chapter, "email": invitation.email})
        return redirect("chapters:accounts_tree", request.chapter.slug)
    context = {"form": form, "is_body": is_body, "below": body.below(request.chapter), "lead": FirstLeadForm()}
    return invalid(request, TREE, context) if form.is_bound else render(request, TREE, context)


@chapter_view(Can.GRANT, "POST", fresh=True)
def tree_lead(request: ChapterRequest, code: str) -> HttpResponse:
    """A chapter below has no lead: name one. Where there is one, that lead decides."""
    chapter = get_object_or_404(body.below(request.chapter), code=code)
    form = FirstLeadForm(request.POST)
    if chapter.leads:
        raise PermissionDenied(_("This chapter has a lead. That lead invites others."))
    if not form.is_valid():
        messages.error(request, _("This is not an email address. Nobody was invited."))
    else:
        email = form.cleaned_data["lead"]
        body.name_lead(chapter, lead=email, by=request.user)
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": email})
    return redirect("chapters:accounts_tree", request.chapter.slug)
