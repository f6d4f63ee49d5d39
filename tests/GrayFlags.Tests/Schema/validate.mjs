// Reads documents from the input, { "name": document, … }, and writes what the schema has against each: { "name": "message" }.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: false, allowUnionTypes: true });
const validate = ajv.compile(JSON.parse(readFileSync(process.argv[2], "utf8")));
const problems = {};
for (const [name, document] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  if (!validate(document)) {
    problems[name] = ajv.errorsText(validate.errors);
  }
}

process.stdout.write(JSON.stringify(problems));
