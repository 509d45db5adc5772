"""Columns that no rule of `RETENTION` ever empties, and why each of them stays.

A test goes through every model: a column that could hold something about a person is in a rule or in this table.
"""

STAYS: dict[str, tuple[str, ...]] = {
    "The person's own data, until they go or a lead takes them off the list": (
        *("Member.name", "Member.first_name", "Member.sort_name", "Member.pronouns", "Member.zip"),
        *("Member.phone", "Member.phone_index", "Member.phone_zones", "Member.phone_trouble"),
        *("Member.email", "Member.email_index", "Member.email_trouble", "Member.access_needs", "Member.page_secret"),
        *("Member.district", "CustomValue.words", "CustomValue.answer"),
    ),
    "The proof of a yes or a no, as long as the person is here": ("Consent.source_detail", "Consent.wording_text"),
    "A stop holds for ever; only a keyed hash of the address is left": ("OptOut.address_index",),
    "The person we know at an organization, until a lead takes the partner away": (
        *("PartnerOrganization.contact_name", "PartnerOrganization.phone", "PartnerOrganization.email"),
        "PartnerOrganization.note",
    ),
    "The chapter about itself": (
        *("Chapter.name", "Chapter.slug", "Chapter.stamp", "Chapter.languages", "Chapter.timezone", "Chapter.zip"),
        *("Chapter.place", "Chapter.postal_address", "Chapter.contact_email", "Chapter.hotline"),
        *("Chapter.hotline_name", "ChapterText.summary", "ChapterText.about", "ChapterZip.zip"),
        *("WorkingGroup.name", "PartnerOrganization.name", "PartnerOrganization.url", "Brand.name", "Sender.address"),
        *("Sender.messaging_service_sid", "Sender.registration", "Sender.trouble", "SendGate.reason"),
    ),
    "Names that leads give to lists and fields, and the sentences of consent: of no person": (
        *("Tag.name", "Segment.name", "Segment.tree", "ConsentWordingText.sentence"),
        *("CustomFieldText.label", "CustomField.answers"),
    ),
    "People with power, in public office: what is published about them, and what they said and promised in it": (
        *("Official.name", "Official.given_name", "Official.family_name", "Official.sort_name", "Official.other_names"),
        *("Official.party", "Official.email", "Official.url", "Official.contact_form", "Official.source_id"),
        *("Official.edited_fields", "OfficialTerm.body", "OfficialTerm.district", "OfficialTerm.division"),
        *("OfficialTerm.source_key", "OfficialOffice.place", "OfficialOffice.address", "OfficialOffice.phone"),
        *("OfficialOffice.extension", "OfficialOffice.fax", "OfficialOffice.hours", "OfficialOffice.source_key"),
        *("StaffContact.name", "StaffContact.job", "StaffContact.phone", "StaffContact.email", "StaffContact.note"),
        *("Target.about", "Position.source_words", "Position.source_url", "ContactEntry.with_whom"),
        *("ContactEntry.note", "Commitment.words", "Commitment.source_words", "Commitment.source_url"),
        *("RollCall.place", "RollCall.motion", "RollCall.source_key", "RollCallVote.name"),
    ),
    "Bills and laws, and what the chapter says about them": (
        *("Measure.identifier", "Measure.body", "Measure.url", "MeasureTitle.language", "MeasureTitle.title"),
        *("MeasureStage.words", "MeasureVersion.label", "MeasureVersion.source_text", "MeasureVersion.url"),
        *("MeasureVersionText.what_changed", "MeasureVersionText.left_out", "MeasureVersionText.reasons"),
        *("DemandScore.note", "ComingVote.body", "ComingVote.what"),
    ),
    "What newspapers wrote, what the chapter said to them, and what it hands out to others": (
        *("PressMention.outlet", "PressMention.title", "PressMention.url", "PressStatementText.headline"),
        *("PressStatementText.body", "SignOnLetterText.title", "SignOnLetterText.addressed_to"),
        "SignOnLetterText.body",
        *("Resource.title", "Resource.words", "Resource.url", "Resource.origin", "Resource.origin_chapter"),
        *("ResourceFile.filename", "ResourceFile.content_type", "ResourceFile.content", "Thing.name", "Thing.note"),
    ),
    "Reporters whom the press log knows by their work, until a lead takes them off": (
        *("MediaContact.name", "MediaContact.outlet", "MediaContact.languages", "MediaContact.phone"),
        *("MediaContact.email", "MediaContact.note"),
    ),
    "Public with the yes of the family, and gone in the moment they take it back": (
        *("Case.public_name", "CaseText.words"),
    ),
    "A keyed hash that says what was done already": ("ActionTaken.key",),
    "Where paper was signed, and who brought it to whom: part of the story, written by a lead": (
        *("PaperBatch.place", "PaperBatch.delivered_to", "PaperBatch.delivered_by"),
    ),
    "A proof that the keys are the right ones: no person in it": ("KeyProof.sealed", "KeyProof.index"),
    "The map of the country": (
        *("Zip.zip", "Zip.place", "Zip.county", "Zip.state", "Zip.timezone", "ZipDistrict.zip", "ZipDistrict.district"),
    ),
    "What the chapter said to many, and why it went out or not": (
        *("CallToAction.title", "CallToAction.audience", "CallToAction.sent_back_reason", "CallToAction.fingerprint"),
        *("CallToAction.paused_reason", "CallToActionText.text_body", "CallToActionText.email_subject"),
        *("CallToActionText.email_body", "CannedAnswer.title", "CannedAnswerText.body", "DeliveryCount.reason"),
        *("ShareLink.place", "Campaign.slug", "CampaignText.name", "CampaignText.demand", "CampaignText.why"),
        *("CampaignText.goal", "CampaignText.what_next", "Moment.instead_of"),
        *("DemandText.sentence", "MomentText.title", "MomentText.body", "Action.url", "Action.hashtags"),
        *("Action.body", "Action.agenda_item"),
        *("ActionText.title", "ActionText.why", "ActionText.words", "ActionText.thanks", "ActionScriptText.words"),
    ),
    "What was said in public at an event, and what a chapter had to say there": (
        *("SpeakerText.role", "SpeakerText.about", "ProgramItemText.title", "DistrictGoal.name"),
        *("DistrictGoal.zips", "Hearing.body", "Hearing.agenda_item", "Hearing.file_number", "Hearing.url"),
        *("HearingText.rules", "HearingText.language_help", "TalkingPointText.title", "TalkingPointText.body"),
    ),
    "Where, when and what an event was: said in public, or by the chapter about itself": (
        *("Event.timezone", "Event.place", "Event.zip", "Event.transit", "Event.their_url", "Event.interpretation"),
        *("EventText.title", "EventText.summary", "EventText.body", "EventLink.label", "EventLink.url"),
        *("Collected.label", "CoHost.secret", "Series.rule", "Series.timezone", "Shift.label"),
    ),
    # Of Django and allauth; models of theirs that hold a person and have a rule are left out here.
    "Words of the software itself": (
        *("Permission.name", "Permission.codename", "Group.name", "ContentType.app_label", "ContentType.model"),
    ),
    "Goes with the account of the person who signs in": (
        *("EmailAddress.email", "EmailConfirmation.key", "Authenticator.data"),
    ),
}
