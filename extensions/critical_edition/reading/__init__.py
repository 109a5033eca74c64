"""Reading files that strangers may have sent. No Sphinx."""
