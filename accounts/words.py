"""Sentences of the libraries that people meet in our forms, named so that our catalogue speaks them: with tú, as we do.

Nothing imports this. The extraction of words reads it, and our catalogue stands before those of Django and allauth.
"""

from django.utils.translation import gettext_noop

SPOKEN_AS_WE_DO = (
    gettext_noop("Email"),
    gettext_noop("Enter a valid email address."),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("Please type your current password."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("You have signed out."),
    gettext_noop("You have confirmed %(email)s."),
    gettext_noop("The new value must be different from the current one."),
)
