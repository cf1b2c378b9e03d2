"""python3 -m locust: acrida, under the name that scripts know."""

from .main import main

main()
