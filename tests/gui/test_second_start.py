"""A second start on one folder, and what is left behind by a first that was killed."""

import socket
import threading

import pytest

from ui.second_start import SOCKET, SecondStart, first_came_up


@pytest.fixture
def asked(qapp, tmp_path):
    """What the first window heard."""
    heard = []
    first = SecondStart(tmp_path, lambda: heard.append("up"), qapp)
    yield heard
    first.close()


def start_again(qtbot, data_dir) -> bool:
    """A second start, as another process would be: beside this thread. Whether the first came up."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(first_came_up(data_dir)))
    thread.start()
    qtbot.waitUntil(lambda: len(answers) == 1)
    thread.join()
    return answers[0]


def test_the_first_window_comes_up_once_for_each_second_start(qtbot, tmp_path, asked):
    assert start_again(qtbot, tmp_path)
    assert start_again(qtbot, tmp_path)
    assert asked == ["up", "up"]


def test_nothing_is_there_to_come_up(tmp_path):
    assert not first_came_up(tmp_path)


def test_what_a_killed_one_left_is_no_window(qapp, tmp_path):
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / SOCKET))
    assert not first_came_up(tmp_path)
    first = SecondStart(tmp_path, list, qapp)
    assert (tmp_path / SOCKET).exists()
    first.close()
    assert not (tmp_path / SOCKET).exists()


def test_a_folder_whose_path_is_too_long_is_told_in_the_log(qapp, tmp_path, caplog):
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    SecondStart(deep, list, qapp).close()
    assert "second starts are not heard of" in caplog.text
