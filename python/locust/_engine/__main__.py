"""python3 -m locust._engine"""

from .process import main

main()
