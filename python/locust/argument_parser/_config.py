"""Config files: `name = value` or `name value`, and the section [tool.locust] of a pyproject.toml."""

import tomllib

import configargparse

_SECTION = ("tool", "locust")


def _plain(value):
    """A value of TOML as one would type it in a config file."""
    if isinstance(value, list):
        return [str(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


class ConfigFileParser(configargparse.ConfigFileParser):
    """Reads either kind, told apart by the file's name."""

    def parse(self, stream):
        """The options of an open file as a dict of name to text or list of texts."""
        if not str(getattr(stream, "name", "")).endswith(".toml"):
            return configargparse.DefaultConfigFileParser().parse(stream)
        try:
            table = tomllib.loads(stream.read())
        except tomllib.TOMLDecodeError as error:
            raise configargparse.ConfigFileParserException(f"{stream.name} is no valid TOML: {error}.") from error
        for key in _SECTION:
            table = table.get(key, {})
        return {key: _plain(value) for key, value in table.items()}

    def get_syntax_description(self):
        """What --help says of config files."""
        return "Config files have lines such as `users = 100` or `users 100`; pyproject.toml a section [tool.locust]."
