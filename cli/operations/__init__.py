"""Commands for who runs the desk: what is wrong with it, copies of it, what it forgets."""
