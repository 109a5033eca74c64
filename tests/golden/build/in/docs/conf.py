extensions = ["no_such_extension"]
