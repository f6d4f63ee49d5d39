using GrayFlags.Tool;
using GrayFlags.Tool.Common;

using var terminal = Terminal.OfProcess();
return GrayFlagsCommand.Run(args, terminal);
