"""HTTP servers of others, as people run them: each in a folder of its own, on free ports of loopback, without touching
what the system runs or keeps in /etc. pages.py says what they offer, running.py how one is started and what its log says."""
from .apache import Apache
from .gunicorn import Gunicorn, GunicornThreads, GunicornTls
from .lighttpd import Lighttpd
from .nginx import Nginx
from .python_http_server import PythonHttp10, PythonHttp11

ALL = (Nginx, Apache, Lighttpd, PythonHttp10, PythonHttp11, Gunicorn, GunicornThreads, GunicornTls)
