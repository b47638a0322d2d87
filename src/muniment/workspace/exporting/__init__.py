"""What leaves, format by format, and tables that come back.

In: a collection, what was asked for, and for whom. Out: a file, with what is in it and what was
left out said in it. Nothing here decides whether it may leave: ``services.handing`` does.
"""
