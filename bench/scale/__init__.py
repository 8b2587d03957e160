"""How every list does with a thousand claims and with a million."""
