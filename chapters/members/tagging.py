"""Tags on one person and on many at once."""

from collections.abc import Iterable

from chapters.members.models import Member, MemberQuerySet, MemberTag, Tag
from chapters.models import Chapter

LONGEST = 40


def tidy(name: str) -> str:
    return " ".join(name.split())[:LONGEST]


def tag_named(chapter: Chapter, name: str) -> Tag:
    """The chapter's tag of this name, in whatever case it is written; made when there is none."""
    return chapter.tags.filter(name__iexact=name).first() or chapter.tags.create(name=name)


def skill_named(chapter: Chapter, name: str) -> Tag:
    """A tag that says what somebody can do, for everyone who has it."""
    tag = tag_named(chapter, name)
    if tag.kind != Tag.Kind.SKILL:
        tag.kind = Tag.Kind.SKILL
        tag.save(update_fields=["kind"])
    return tag


def set_tags(member: Member, names: Iterable[str], *, skills: Iterable[str] = ()) -> None:
    """Exactly these tags and skills and no others."""
    tags = [skill_named(member.chapter, name) for name in dict.fromkeys(map(tidy, skills)) if name]
    tags += [tag_named(member.chapter, name) for name in dict.fromkeys(map(tidy, names)) if name]
    member.member_tags.exclude(tag__in=tags).delete()
    MemberTag.objects.bulk_create(
        [MemberTag(chapter_id=member.chapter_id, member=member, tag=tag) for tag in tags], ignore_conflicts=True
    )


def put(people: MemberQuerySet, tag: Tag) -> int:
    """How many of them have it now who had it not."""
    without = people.exclude(member_tags__tag=tag).values_list("pk", flat=True)
    rows = [MemberTag(chapter_id=tag.chapter_id, member_id=pk, tag=tag) for pk in without]
    MemberTag.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5000)
    return len(rows)


def take(people: MemberQuerySet, tag: Tag) -> int:
    """How many of them had it."""
    taken, _by_model = tag.member_tags.filter(member__in=people.values("pk")).delete()
    return taken
