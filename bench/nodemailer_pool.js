// Sends one mail as often as it is told to, by nodemailer's pool; what to do comes as JSON on the
// standard input, what it took goes as JSON to the standard output. For bench/delivery_peers.py.
const path = require("path");
const told = JSON.parse(require("fs").readFileSync(0, "utf8"));
const nodemailer = require(path.join(told.modules, "nodemailer"));

const pool = nodemailer.createTransport({
  host: "127.0.0.1",
  port: told.port,
  name: "bench",
  secure: false,
  ignoreTLS: true,
  pool: true,
  maxConnections: told.connections,
  maxMessages: Infinity,
});
const mail = { envelope: { from: told.from, to: [told.to] }, raw: told.raw };
const began = process.hrtime.bigint();
const before = process.cpuUsage();
let given = 0;
let answered = 0;

function finish() {
  const cpu = process.cpuUsage(before);
  console.log(
    JSON.stringify({
      wall_s: Number(process.hrtime.bigint() - began) / 1e9,
      cpu_s: (cpu.user + cpu.system) / 1e6,
      rss_mb: process.resourceUsage().maxRSS / 1024,
    }),
  );
  pool.close();
}

function answer(error) {
  if (error) {
    throw error;
  }
  answered += 1;
  if (answered === told.mails) {
    finish();
  }
}

function give() {
  while (pool.isIdle() && given < told.mails) {
    given += 1;
    pool.sendMail(mail, answer);
  }
}

pool.on("idle", give);
give();
