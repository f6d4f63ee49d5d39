using GrayFlags.Tool;
using GrayFlags.Tool.Common;

using var terminal = Terminal.OfProcess();
return terminal.Finish(GrayFlagsCommand.Run(args, terminal));
