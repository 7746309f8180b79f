#!/usr/bin/env node
/* The command `assayd`, as npm links it; works from any folder and on any Node from 18. */
import { launch } from './launch/launch.mjs'

await launch('src/main.ts', process.argv.slice(2))
