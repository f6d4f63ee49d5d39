using System.CommandLine;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Schemas;

/// <summary><c>grayflags schema</c>: prints the JSON schema of documents, for editors and other checkers.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var ofAppSettings = new Option<bool>("--appsettings") { Description = "The schema of a section of appsettings instead of a document." };
        var command = new Command("schema", "Prints the JSON schema of a document of flags.") { ofAppSettings };
        command.SetAction(parsed =>
        {
            terminal.Out.Write(Read(parsed.GetValue(ofAppSettings) ? "appsettings.grayflags.schema.json" : "grayflags.schema.json"));
            return ExitCode.Success;
        });
        return command.With(
            terminal,
            "# Then \"$schema\": \"./grayflags.schema.json\" in a document completes names in an editor.",
            "grayflags schema > grayflags.schema.json",
            "# The same for a section of appsettings.json.",
            "grayflags schema --appsettings");
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(SchemaCommand).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
