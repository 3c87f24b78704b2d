"""The diagnosis: a posterior over causes, and the next check worth its time.

Everything here is a pure function of the observations, the answers, the cases and the catalogue. Sums run in a
fixed order, so the same answers give the same bits on every machine, in whatever order they were given.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from diagnostics.cases import Cases, hypotheses
from diagnostics.load import Catalogue
from diagnostics.model import NONE, OUTSIDE, VARIANCE, Answer, Check
from diagnostics.surprise import Clash, find_clash
from taxonomy import Taxonomy

Probabilities = NDArray[np.float64]

CONFIDENT = 0.8  # posterior of the first candidate at which a diagnosis may end
WORTH_BITS_PER_MINUTE = 0.005  # below this no check is worth its time
EXPECTED_NO = 0.2  # a check that a candidate gives a yes no more often than this is one to which it expects a no
PSEUDO_CASES = 4.0  # how many cases a signature's word counts for
SIGNATURE_SYMPTOM = 0.5  # probability that a symptom named by the signature shows in a case


@dataclass(frozen=True)
class Observed:
    """What is known so far: symptoms, the runtime if known, and check id -> answer."""

    symptoms: tuple[str, ...]
    runtime: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """Where a diagnosis stands: candidates with their probabilities, best first, and what to do next.

    `status` is "asking", "decided", "undecided" or, with the clash to be mended, "contradictory". `control` tells that
    a verdict waits for a check to which the first candidate expects a no, because every answer so far is a yes.
    """

    ranking: tuple[tuple[str, float], ...]
    next_check: Check | None
    bits: float
    status: str
    clash: Clash | None = None
    control: bool = False


class Engine:
    """A catalogue and the counts it is applied with; every method is a pure function of its arguments."""

    def __init__(self, taxonomy: Taxonomy, catalogue: Catalogue, cases: Cases) -> None:
        self.hypotheses = hypotheses(taxonomy)
        self.checks = dict(sorted(catalogue.checks.items()))
        self._symptoms = [label.id for label in taxonomy.labels("symptoms")]
        self._runtimes = [label.id for label in taxonomy.labels("runtime")]
        self._expected = {
            hypothesis: {symptom for signature in catalogue.of(hypothesis) for symptom in signature.symptoms}
            for hypothesis in self.hypotheses
        }
        self.cases = cases
        self._carried = Counter(reference for case in cases.cases for reference in case.references)
        self._counts = self._count()
        self._totals = np.array([len(cases.of(hypothesis)) for hypothesis in self.hypotheses], dtype=np.float64)
        self._yes = {check.id: self._yes_rates(check) for check in self.checks.values()}
        self._entropies = {check: np.array([_entropy(float(one)) for one in yes]) for check, yes in self._yes.items()}

    def step(self, observed: Observed) -> Step:
        """Return the ranking after these observations, and the next check or the reason to stop.

        Whoever says yes to everything gets no verdict (acquiescence, Cronbach 1946): one check must have had a no.
        """
        posterior = self.posterior(observed)
        order = sorted(range(len(posterior)), key=lambda index: (-posterior[index], index))
        ranking = tuple((self.hypotheses[index], float(posterior[index])) for index in order)
        check, bits = self._best_check(posterior, observed)
        answered = {check: answer == "yes" for check, answer in observed.answers.items() if answer != "unknown"}
        before = self.posterior(Observed(observed.symptoms, observed.runtime))
        if clash := find_clash(self._yes, answered, before, posterior):
            return Step(ranking, check, bits, "contradictory", clash)
        if answered and ranking[0][1] >= CONFIDENT:
            control, worth = self._best_check(posterior, observed, denied_by=order[0])
            if control is not None and all(answered.values()):
                return Step(ranking, control, worth, "asking", control=True)
            return Step(ranking, check, bits, "decided")
        return Step(ranking, check, bits, "asking" if check else "undecided")

    def posterior(self, observed: Observed) -> Probabilities:
        """Return the probability of each hypothesis, summing to one."""
        logs = np.log(self._totals + 1.0)
        for _, _, likelihood in self.evidence(observed):
            logs = logs + likelihood
        weights = np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum())

    def evidence(self, observed: Observed) -> list[tuple[str, str, Probabilities]]:
        """Return what was observed, in a fixed order: its kind, its id, and its log-likelihood per hypothesis."""
        found = [("symptom", one, np.log(self._symptom_rates(one))) for one in sorted(set(observed.symptoms))]
        if (runtime := observed.runtime) is not None:
            found.append(("runtime", runtime, np.log(self._rates(f"runtime:{runtime}", prior=1 / len(self._runtimes)))))
        return found + [("answer", one, self.weight(one, answer)) for one, answer in sorted(observed.answers.items())]

    def weight(self, check_id: str, answer: Answer) -> Probabilities:
        """Return the log-likelihood of an answer under each hypothesis; zero for "unknown"."""
        if answer == "unknown":
            return np.zeros(len(self.hypotheses))
        yes = self._yes[check_id]
        return np.log(yes if answer == "yes" else 1.0 - yes)

    def information(self, check: Check, posterior: Probabilities) -> float:
        """Return the expected information of a check's answer about the cause, in bits."""
        yes = self._yes[check.id]
        return _entropy(float(posterior @ yes)) - float(posterior @ self._entropies[check.id])

    def _best_check(
        self, posterior: Probabilities, observed: Observed, denied_by: int | None = None
    ) -> tuple[Check | None, float]:
        """Return the open check that tells most per minute; with `denied_by`, of those that a candidate denies."""
        best: tuple[float, Check | None, float] = (WORTH_BITS_PER_MINUTE if denied_by is None else 0.0, None, 0.0)
        for check in self.checks.values():
            expected = denied_by is None or self._yes[check.id][denied_by] <= EXPECTED_NO
            if expected and check.id not in observed.answers:
                bits = self.information(check, posterior)
                if bits / check.minutes > best[0]:
                    best = (bits / check.minutes, check, bits)
        return best[1], best[2]

    def _symptom_rates(self, symptom: str) -> Probabilities:
        base = (self._carried[f"symptoms:{symptom}"] + 1) / (len(self.cases.cases) + len(self._symptoms))
        prior = [SIGNATURE_SYMPTOM if symptom in self._expected[one] else base / 2 for one in self.hypotheses]
        return self._rates(f"symptoms:{symptom}", prior=np.array(prior))

    def _rates(self, reference: str, prior: float | Probabilities) -> Probabilities:
        """Return the smoothed share of each hypothesis's cases that carry a label."""
        counts = self._counts.get(reference, np.zeros(len(self.hypotheses)))
        return (counts + PSEUDO_CASES * prior) / (self._totals + PSEUDO_CASES)

    def _count(self) -> dict[str, Probabilities]:
        """Return, once and not at every step, how many cases of each hypothesis carry each label."""
        counts: dict[str, Probabilities] = defaultdict(lambda: np.zeros(len(self.hypotheses)))
        for index, hypothesis in enumerate(self.hypotheses):
            for case in self.cases.of(hypothesis):
                for reference in case.references:
                    counts[reference][index] += 1
        return counts

    def _yes_rates(self, check: Check) -> Probabilities:
        """Return P(answered yes) per hypothesis: surely so if the check is about it, else as often as in its cases."""
        about = set(check.about)
        holds = []
        for hypothesis in self.hypotheses:
            if _is_about(about, hypothesis):
                holds.append(1.0)
            else:
                cases = self.cases.of(hypothesis)
                met = sum(not about.isdisjoint(case.references) for case in cases)
                holds.append(met / (len(cases) + PSEUDO_CASES))
        so = np.array(holds)
        return so * check.yes_if_so + (1.0 - so) * check.yes_if_not


def _is_about(about: set[str], hypothesis: str) -> bool:
    own = {OUTSIDE: "locus:outside", VARIANCE: "locus:proposer", NONE: ""}
    pattern = f"patterns:{hypothesis.split('.')[0]}"
    return own.get(hypothesis, f"weaknesses:{hypothesis}") in about or (hypothesis not in own and pattern in about)


def _entropy(probability: float) -> float:
    shares: Sequence[float] = (probability, 1.0 - probability)
    return -sum(share * float(np.log2(share)) for share in shares if share > 0)
