"""Tables of Parallax as pandas DataFrames: parallax.load("run.h5")["runs"]."""
import h5py
import pandas


def load(path):
    """{name: DataFrame} of all tables of a results file, or of one that --hdf5 wrote.

    Columns are called as in the file; frame.attrs["units"] and ["long_name"] say what they are.
    "facts" and "nodes" are those of /provenance. Names and values of runs join by `run`."""
    tables = {}
    with h5py.File(path, "r") as file:
        def add(name, data):
            if isinstance(data, h5py.Dataset):
                text = [name for name in data.dtype.names if data.dtype[name].kind == "S"]
                frame = pandas.DataFrame(data[()])
                frame[text] = frame[text].apply(lambda column: column.str.decode("utf-8", "replace"))
                frame.attrs = {what: dict(zip(frame, (word.decode() for word in data.attrs[what])))
                               for what in ("units", "long_name")}
                tables[name.split("/")[-1]] = frame
        file.visititems(add)
    return tables
