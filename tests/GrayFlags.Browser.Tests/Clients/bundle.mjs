// Puts the page and its packages into one script, and prints it.
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['page.jsx'],
  bundle: true,
  write: false,
  format: 'iife',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'error',
});
process.stdout.write(outputFiles[0].text);
