"""Measure the recogniser: words a second beside PyTorch and Hugging Face, share of ``kg annotate``, memory.

    python benchmarks/bench_recogniser.py
    python benchmarks/bench_recogniser.py --run runs/joint --base ENCODER --texts dev.jsonl

Each row is a process of its own. The texts are made here unless files are given. Speeds depend on the machine
and on what else it does: the ratios within one run count, best taken from words per second of processor time.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from kg.model import Document, Recognition
from kg.recognise import Recogniser
from kg.settings import Settings

AR = (
    "أعلنت وزارة {body} في {place}، {day}، أن الوزير {person} سيزور {other} الأسبوع المقبل لبحث التعاون.",
    "وقال {person} للصحفيين إن الحكومة لن تقبل بأي اتفاق لا يضمن عودة {number} نازح إلى قراهم.",
    "وقتل {number} جنود في هجوم قرب مدينة {place}، بحسب بيان صادر عن الجيش.",
    "من جهته نفى المتحدث باسم الرئاسة {person} انسحاب الوفد من المحادثات التي تستضيفها {other}.",
    "ودعا رئيس البرلمان {person} إلى جلسة طارئة لمناقشة الوضع الأمني بعد احتجاجات شهدتها {place}.",
    "ووقعت شركة {body} عقدا بقيمة {number} مليون دولار مع حكومة {other} لبناء محطة للطاقة الشمسية.",
)
EN = (
    "The {body} ministry of {place} said on {day} that minister {person} would travel to {other} next week.",
    "{person} told reporters that the government would reject a deal without the return of {number} people.",
    "Police in {place} arrested {number} men after a protest, according to a statement.",
)
FILL = {
    "ar": {
        "body": ("الزراعة", "النقل", "التعليم", "الصناعة"),
        "place": ("أبها", "مراكش", "صحار", "إربد"),
        "other": ("لشبونة", "أوسلو", "نيروبي", "هانوي"),
        "person": ("سالم الخطيب", "ليلى منصور", "عماد الزين", "هدى الراوي"),
        "day": ("الاثنين", "الثلاثاء 4 مايو/أيار 2021", "أمس الخميس", "يوم الأحد الماضي"),
        "number": ("3", "12", "خمسة", "2500"),
    },
    "en": {
        "body": ("Farming", "Transport", "Education", "Industry"),
        "place": ("Braga", "Tampere", "Cork", "Salta"),
        "other": ("Lisbon", "Oslo", "Nairobi", "Hanoi"),
        "person": ("Martin Holm", "Elena Duarte", "Joan Pryce", "Peter Okello"),
        "day": ("Monday", "4 May 2021", "last Thursday", "Sunday"),
        "number": ("three", "12", "40", "2,500"),
    },
}
SENTENCES = 12
"""Sentences a text made here; about the size of a short report."""

CLASSES = 19
"""Token classes of the Hugging Face rival: nine types of mention begun or continued, or none."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a process is to measure."""

    texts: tuple[str, ...]
    threads: int
    repeat: int
    run: Path | None
    base: Path | None
    layers: int


@dataclass(frozen=True, slots=True)
class Speed:
    """The best of some rounds: words a second by the clock and by processor time, peak memory in MB."""

    clock: float
    processor: float
    memory: float


def make_texts(count: int) -> Iterator[str]:
    """Yield texts, each different, one in five English."""
    for n in range(count):
        language, frames = ("en", EN) if n % 5 == 4 else ("ar", AR)
        lines = []
        for k in range(SENTENCES):
            fill = enumerate(FILL[language].items())
            pick = {key: words[(n // 4 ** (j % 3) + k * (2 * j + 1)) % 4] for j, (key, words) in fill}
            lines.append(frames[(n + k) % len(frames)].format(**pick))
        yield "\n".join(lines)


def words_of(texts: Iterable[str]) -> int:
    """Count words as blanks divide them."""
    return sum(len(text.split()) for text in texts)


def peak_memory() -> float:
    """Return the most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def best_of(job: Job, read_all: Callable[[], object]) -> Speed:
    """Read all texts several times, the first time not counted."""
    read_all()
    clock = processor = float("inf")
    for _ in range(job.repeat):
        start, used = time.perf_counter(), time.process_time()
        read_all()
        clock = min(clock, time.perf_counter() - start)
        processor = min(processor, time.process_time() - used)
    words = words_of(job.texts)
    return Speed(words / clock, words / processor, peak_memory())


def as_documents(texts: Iterable[str]) -> list[Document]:
    """Return the texts as documents, sentences found."""
    from kg.language.detect import detect_language
    from kg.language.sentences import split_sentences

    out = []
    for number, text in enumerate(texts):
        language = detect_language(text)
        out.append(Document(str(number), text, language, split_sentences(text, language)))
    return out


def bench_onnx(job: Job) -> Speed:
    """Measure the recogniser as it ships."""
    from kg.recognise.joint import load

    recogniser = load(Settings(threads=job.threads))
    documents = as_documents(job.texts)
    return best_of(job, lambda: list(recogniser.recognise(documents)))


class TorchSession:
    """A trained run in PyTorch behind the interface of an ONNX session, so that all the rest is the same."""

    def __init__(self, net: Any) -> None:  # noqa: ANN401
        self._net = net

    def run(self, _: None, inputs: dict[str, Any]) -> tuple[Any, Any, Any]:
        """Score the tokens of one window."""
        import torch

        with torch.inference_mode():
            ids = torch.from_numpy(inputs["ids"])
            hidden = self._net.encode(ids, torch.ones_like(ids))
            return hidden.numpy(), self._net.spans(hidden).numpy(), self._net.triggers(hidden).numpy()


def bench_torch(job: Job) -> Speed:
    """Measure the same recogniser with its encoder in PyTorch, float32."""
    import torch

    from kg.recognise.joint import make_recogniser
    from kg.recognise.modelfiles import model_folder, open_model
    from kg.training.export import load_run

    if job.run is None or job.base is None:
        raise ValueError("a run and its base are needed")
    torch.set_num_threads(job.threads)
    session: Any = TorchSession(load_run(job.run, job.base))
    recogniser = make_recogniser(replace(open_model(model_folder()), session=session), threads=1)
    documents = as_documents(job.texts)
    return best_of(job, lambda: list(recogniser.recognise(documents)))


def bench_pipeline(job: Job) -> Speed:
    """Measure a Hugging Face pipeline: an encoder of the same shape as token classifier, random weights."""
    import torch
    import transformers

    from kg.recognise.modelfiles import model_folder

    torch.set_num_threads(job.threads)
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_file=str(model_folder() / "tokenizer.json"), pad_token="<pad>", model_max_length=512  # noqa: S106
    )  # fmt: skip
    config = transformers.BertConfig(
        vocab_size=len(tokenizer), hidden_size=384, intermediate_size=1536, num_attention_heads=12,
        num_hidden_layers=job.layers, num_labels=CLASSES,
    )  # fmt: skip
    model = transformers.BertForTokenClassification(config).eval()
    pipeline = transformers.pipeline("token-classification", model=model, tokenizer=tokenizer, device="cpu")
    sentences = [d.at(s) for d in as_documents(job.texts) for s in d.sentences]
    return best_of(job, lambda: pipeline(sentences, batch_size=8))


ROWS: tuple[tuple[str, Callable[[Job], Speed], tuple[str, ...]], ...] = (
    ("kg, ONNX int8: mentions, events, arcs", bench_onnx, ()),
    ("the same weights in PyTorch", bench_torch, ("torch", "transformers")),
    ("Hugging Face pipeline: one layer of labels", bench_pipeline, ("torch", "transformers")),
)


def reason_to_skip(needs: Iterable[str], job: Job, bench: object) -> str | None:
    """Return why a row cannot be measured, or None."""
    if hasattr(os, "sched_getaffinity") and job.threads > len(os.sched_getaffinity(0)):
        return "this process may use one core only"
    for name in needs:
        if find_spec(name) is None:
            return f"{name} is not installed"
    if bench is bench_torch and (job.run is None or not (job.run / "last.pt").is_file()):
        return "no trained run: name its folder with --run"
    if bench is bench_torch and (job.base is None or not (job.base / "config.json").is_file()):
        return "no encoder: name its folder with --base"
    return None


_T = TypeVar("_T")


def alone(work: Callable[[Job], _T], job: Job) -> _T:
    """Run a function in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, job).result()


def print_speeds(job: Job) -> None:
    """Print the table of speeds; "CPU speed" is per second of processor time, ours being 1."""
    print(f"\n{'':44} threads   words/s  words/CPU-s  CPU speed     MB")
    ours: dict[int, float] = {}
    for name, bench, needs in ROWS:
        for threads in (1, 2):
            task = replace(job, threads=threads)
            reason = reason_to_skip(needs, task, bench)
            if reason is not None:
                print(f"{name:44} {threads:7}  skipped: {reason}")
                continue
            speed = alone(bench, task)
            ours.setdefault(threads, speed.processor)
            print(
                f"{name:44} {threads:7} {speed.clock:9.0f} {speed.processor:12.0f} "
                f"{speed.processor / ours[threads]:10.2f} {speed.memory:7.0f}"
            )


class Stopwatch:
    """Adds up processor time by step; a step inside another is taken off the outer one."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inner = [0.0]

    def timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same and is counted."""

        def counted(*args: object, **options: object) -> Any:  # noqa: ANN401
            start = time.process_time()
            self._inner.append(0.0)
            try:
                return function(*args, **options)
            finally:
                spent = time.process_time() - start
                own = spent - self._inner.pop()
                self.seconds[step] = self.seconds.get(step, 0.0) + own
                self._inner[-1] += spent

        return counted

    def watch(self, step: str, place: str, name: str) -> None:
        """Count a function of a module, or a method of ``module:class``, wherever that name is called."""
        module, _, part = place.partition(":")
        owner: Any = importlib.import_module(module)
        owner = getattr(owner, part) if part else owner
        setattr(owner, name, self.timed(step, getattr(owner, name)))


STEPS = (
    ("network", "kg.recognise.modelfiles:ModelFiles", "encoder"),
    ("identity", "kg.relate.annotate", "resolve_document"),
    ("dates and quantities", "kg.relate.annotate", "with_values"),
    ("dates and quantities", "kg.relate.annotate", "date_from_events"),
    ("roles", "kg.relate.annotate", "assemble"),
    ("rules", "kg.relate.annotate", "read_rules"),
    ("rules", "kg.relate.annotate", "apply_rules"),
    ("links", "kg.pipeline.build", "link_document"),
)
"""Step -> module (and class) and the function whose time it is."""


START = "start: imports, model, first texts"
"""All that is done once: grammars and tables are read when the first texts need them."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A recogniser whose time is counted."""

    recogniser: Recogniser
    watch: Stopwatch

    @property
    def version(self) -> str:
        """Return the version of the recogniser."""
        return self.recogniser.version

    def recognise(self, documents: Iterable[Document]) -> Iterator[Recognition]:
        """Read all the documents at once."""
        read = self.watch.timed("rest of recognition", lambda: list(self.recogniser.recognise(documents)))
        yield from read()


def annotate_watched(job: Job) -> tuple[dict[str, float], float]:
    """Do what ``kg annotate`` does; return seconds of processor time by step, and peak memory."""
    import kg.cli.annotate  # noqa: F401  (what the command imports before it begins)
    from kg.goldform import write_jsonl
    from kg.pipeline import annotate_documents
    from kg.read import read_documents
    from kg.recognise import open_recogniser

    watch = Stopwatch()
    for step, place, name in STEPS:
        watch.watch(step, place, name)
    settings = Settings(threads=1)
    recogniser = Watched(open_recogniser(settings), watch)
    first = as_documents(make_texts(5))
    list(write_jsonl(annotate_documents(first, settings=settings, recogniser=recogniser)))
    watch.seconds.clear()
    watch.seconds[START] = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(job.texts):
            Path(folder, f"{number:05}.txt").write_text(text, encoding="utf-8")
        start = time.process_time()
        read = watch.timed("reading files", lambda: list(read_documents([folder], published="2021-05-04")))
        found = [item for item in read() if isinstance(item, Document)]
    annotations = annotate_documents(found, settings=settings, recogniser=recogniser)
    size = sum(len(line) for line in write_jsonl(annotations))
    if size == 0:
        raise ValueError("nothing was annotated")
    work = time.process_time() - start
    counted = sum(v for k, v in watch.seconds.items() if k != START)
    watch.seconds["writing JSON, the rest"] = work - counted
    return watch.seconds, peak_memory()


def print_shares(job: Job) -> None:
    """Print where the time of ``kg annotate`` goes."""
    seconds, memory = alone(annotate_watched, replace(job, threads=1))
    total = sum(seconds.values())
    work = total - seconds[START]
    print(f"\nkg annotate, one thread: {len(job.texts)} texts, {words_of(job.texts)} words, {memory:.0f} MB")
    print(f"{'':36} CPU-s   share  without start")
    for step, value in sorted(seconds.items(), key=lambda item: -item[1]):
        without = "" if step == START else f"{value / work:13.1%}"
        print(f"{step:34} {value:7.2f} {value / total:7.1%} {without}")
    own = seconds["network"] + seconds["rest of recognition"]
    print(f"{'the model: network + recognition':34} {own:7.2f} {own / total:7.1%} {own / work:13.1%}")


def read_texts(paths: Iterable[Path]) -> list[str]:
    """Return the texts of files in any form that kg reads."""
    from kg.read import read_documents

    return [d.text for d in read_documents(paths) if isinstance(d, Document)]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, nargs="+", help="files or folders to read instead")
    parser.add_argument("--documents", type=int, default=40, help="how many texts to make (default: 40)")
    parser.add_argument("--repeat", type=int, default=2, help="rounds, of which the best counts (default: 2)")
    parser.add_argument("--run", type=Path, help="folder of a training run with last.pt")
    parser.add_argument("--base", type=Path, help="folder of the encoder that the run began from")
    parser.add_argument("--layers", type=int, default=8, help="depth of the Hugging Face model (default: 8)")
    args = parser.parse_args()
    texts = list(make_texts(args.documents)) if args.texts is None else read_texts(args.texts)
    job = Job(tuple(texts), 1, args.repeat, args.run, args.base, args.layers)
    print(f"{len(texts)} texts, {words_of(texts)} words, best of {args.repeat} rounds")
    print_speeds(job)
    print_shares(job)


if __name__ == "__main__":
    main()
