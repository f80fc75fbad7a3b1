"""The cases V01 to V34 of the security design: what each is about, and how its check was shown red."""
