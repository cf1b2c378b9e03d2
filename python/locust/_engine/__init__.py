"""What runs users in Python for acrida: `python3 -m locust._engine`, started by acrida itself.

Acrida tells in lines of JSON what is to be done ("do") and hears what came of it ("tell"); how the users of a run come
and go is arranged in C++, between acrida and the type Child of the extension module.
"""
