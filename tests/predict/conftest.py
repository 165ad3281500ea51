"""A tiny model with a chat template, and a small data set, made on the spot."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

TEMPLATE = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


@pytest.fixture(scope="session")
def records(make_records):
    return make_records(12)


@pytest.fixture(scope="session")
def tokenizer(make_records):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    special = ["<|im_start|>", "<|im_end|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=special, initial_alphabet=alphabet)
    bpe.train_from_iterator([str(record) for record in make_records(8)], trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=bpe, eos_token="<|im_end|>", pad_token="<|im_end|>")
    fast.chat_template = TEMPLATE
    return fast


@pytest.fixture(scope="session")
def model_folder(tokenizer, tmp_path_factory):
    """A Llama of two layers, with weights large enough that its answers differ."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=48,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        initializer_range=0.2,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
    )
    folder = tmp_path_factory.mktemp("model") / "tiny"
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def backend(model_folder):
    from alignsurvey.predict import Options, connect

    return connect("transformers", Options(str(model_folder), dtype="float32", max_new_tokens=8))


class Served:
    """A real server of chat completions on loopback. `answer(request)` gives (status, body) or (status, body, headers);
    a body that is bytes goes out as it is, an iterator's piece by piece. It keeps what it was asked."""

    def __init__(self):
        self.asked, self.keys, self.answer = [], set(), lambda request: (200, self.completion("B. average"))
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                served.asked.append(request)
                served.keys.add(self.headers["Authorization"])
                status, body, *headers = served.answer(request)
                pieces = [body] if isinstance(body, bytes) else body
                pieces = [json.dumps(body).encode()] if isinstance(body, dict) else pieces
                self.send_response(status)
                given = headers[0] if headers else {"Retry-After": "0"}
                for name, value in ({"Content-Type": "application/json"} | given).items():
                    self.send_header(name, value)
                if isinstance(pieces, list):
                    self.send_header("Content-Length", str(len(pieces[0])))
                self.end_headers()
                for piece in pieces:
                    self.wfile.write(piece)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *arguments: None  # a client that was killed or did not wait
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    @staticmethod
    def completion(text, logprobs=None, finish="stop", **message):
        choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
        if logprobs:
            top = [{"token": token, "logprob": value, "bytes": None} for token, value in logprobs.items()]
            choice["logprobs"] = {"content": [{**top[0], "top_logprobs": top}]}
        return {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}

    @staticmethod
    def refusal(message):
        return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}


@pytest.fixture
def serve():
    """Start servers; they end with the test."""
    started = []

    def start():
        started.append(Served())
        return started[-1]

    yield start
    for each in started:
        each.close()


@pytest.fixture
def served(serve):
    return serve()
