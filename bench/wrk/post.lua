-- POST the file that is named after `--`, as JSON. wrk renders such a request once and sends the same bytes each time.
function init(args)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.body = assert(io.open(args[1], "rb")):read("*a")
end
