"""How many users of each class there are among so many: exact counts first, then by weight."""


def in_order(user_classes):
    """User classes one by one, as users are started: each count of `fixed_count` first, then for ever by weight, evenly mixed.

    Ends only if no class may have any more users.
    """
    for user_class in user_classes:
        for _ in range(user_class.fixed_count or 0):
            yield user_class
    weighted = [user_class for user_class in user_classes if not user_class.fixed_count and user_class.weight > 0]
    total = sum(user_class.weight for user_class in weighted)
    credit = dict.fromkeys(weighted, 0)
    while weighted:
        for user_class in weighted:
            credit[user_class] += user_class.weight
        chosen = max(weighted, key=credit.__getitem__)
        credit[chosen] -= total
        yield chosen


class Allocation:
    """Remembers the order for a list of classes, for a test asks again and again."""

    def __init__(self, user_classes):
        self.user_classes = list(user_classes)
        self._source = in_order(self.user_classes)
        self._order = []

    def counts(self, users):
        """{class: how many of it are among the first `users`}."""
        while len(self._order) < users:
            chosen = next(self._source, None)
            if chosen is None:
                break
            self._order.append(chosen)
        counts = dict.fromkeys(self.user_classes, 0)
        for user_class in self._order[:users]:
            counts[user_class] += 1
        return counts
