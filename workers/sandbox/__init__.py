"""Files of strangers are read in a process of their own, without secrets and with bounded memory and time."""
