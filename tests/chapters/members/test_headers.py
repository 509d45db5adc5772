"""What columns mean, in the files of the tools that chapters come from."""

import pytest

from chapters.members import headers


@pytest.mark.parametrize(
    ("columns", "expected", "never"),
    [
        (  # Action Network
            "uuid,first_name,last_name,email,can2_phone,can2_user_address,zip_code,can2_subscription_status,can2_sms_status",
            "first_name last_name email phone zip email_status text_status",
            ["uuid", "can2_user_address"],
        ),
        (  # NationBuilder
            "nationbuilder_id,email,email_opt_in,sex,dob,mobile_number,mobile_opt_in,do_not_call,tag_list,primary_zip",
            "email email_status phone text_status text_out tags zip",
            ["nationbuilder_id", "sex", "dob"],
        ),
        (  # VAN
            "Voter File VANID,LastName,FirstName,Cell Phone,Home Phone,PreferredEmail,Party,Age,Sex,mAddress,mZip5,CD",
            "last_name first_name phone email zip",
            ["Voter File VANID", "Party", "Age", "Sex", "mAddress"],
        ),
        (  # Mailchimp
            "Email Address,First Name,Last Name,OPTIN_IP,LATITUDE,LEID,EUID,TAGS,UNSUB_TIME",
            "email first_name last_name tags email_out",
            ["OPTIN_IP", "LATITUDE", "LEID", "EUID"],
        ),
        (  # Google Contacts
            "First Name,Last Name,Birthday,E-mail 1 - Value,Phone 1 - Value,Address 1 - Street,Address 1 - Postal Code",
            "first_name last_name email phone zip",
            ["Birthday", "Address 1 - Street"],
        ),
        ("Household ID,Last,First,YoB,MoB,DoB,Zip", "last_name first_name zip", ["Household ID", "YoB", "MoB", "DoB"]),
        (
            "Nombre,Apellidos,Celular,Correo electrónico,Código postal,Idioma,Fecha de nacimiento,Acepta mensajes",
            "first_name last_name phone email zip language text_status",
            ["Fecha de nacimiento"],
        ),
        ("Nombre,Teléfono,Correo,Baja", "name phone email all_out", []),
        ("user first name,user email,Phone Number,Mob", "first_name email phone", []),
    ],
)
def test_headers_are_guessed(columns: str, expected: str, never: list[str]) -> None:
    header = columns.split(",")
    assert [name for name in header if headers.is_never_kept(name, header)] == never
    kept = [name for name in header if name not in never]
    assert list(headers.guess(kept).values()) == expected.split(" ")


@pytest.mark.parametrize(
    ("cell", "yes", "stop"),
    [
        ("Y", True, True),
        ("subscribed", True, False),
        ("No", False, False),
        ("unsubscribed", False, True),
        ("2024-05-01 10:00", None, True),
        ("", None, False),
        ("Sí", True, True),
    ],
)
def test_cells_that_say_yes_no_or_stop(cell: str, *, yes: bool | None, stop: bool) -> None:
    assert (headers.says_yes(cell), headers.says_stop(cell)) == (yes, stop)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("Español", "es"), ("Spanish (Mexico)", "es"), ("en-US", "en"), ("es; en", "es"), ("Tagalog", "")],
)
def test_languages_as_lists_write_them(cell: str, code: str) -> None:
    assert headers.language_of(cell) == code
