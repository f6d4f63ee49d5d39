using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>A request that has no answer: the status, the protocol's code, and what to change. Never names a flag.</summary>
internal sealed record OfrepFailure(int Status, string? Code, string Details)
{
    private const string Parse = "PARSE_ERROR";
    private const string Invalid = "INVALID_CONTEXT";

    public static OfrepFailure NotFound { get; } = new(StatusCodes.Status404NotFound, "FLAG_NOT_FOUND", "There is no such flag.");

    public static OfrepFailure NotReady { get; } = new(StatusCodes.Status503ServiceUnavailable, null, "No rules have been loaded yet.");

    public static OfrepFailure TooManyStreams { get; } =
        new(StatusCodes.Status503ServiceUnavailable, null, "As many streams of events are open as may be.");

    public static OfrepFailure BadTicket { get; } = new(StatusCodes.Status401Unauthorized, null, "The ticket of the stream is missing, or is none of ours.");

    public static OfrepFailure OfAnother { get; } = new(StatusCodes.Status403Forbidden, null, "The ticket of the stream is somebody else's.");

    public static OfrepFailure Internal { get; } = new(StatusCodes.Status500InternalServerError, null, "The server has failed to answer.");

    public static OfrepFailure NoJson { get; } = new(StatusCodes.Status400BadRequest, Parse, "The body is no JSON.");

    public static OfrepFailure NoObject(string what) => new(StatusCodes.Status400BadRequest, Invalid, $"An object is expected as {what}.");

    public static OfrepFailure TooDeep(int max) => new(StatusCodes.Status400BadRequest, Invalid, Text($"The context is deeper than {max} levels."));

    public static OfrepFailure TooMany(int max) => new(StatusCodes.Status400BadRequest, Invalid, Text($"The context has more than {max} attributes."));

    public static OfrepFailure TooLongName(int max) =>
        new(StatusCodes.Status400BadRequest, Invalid, Text($"An attribute of the context has a name of more than {max} characters."));

    public static OfrepFailure TooLarge(int max) => new(StatusCodes.Status413PayloadTooLarge, "GENERAL", Text($"The body is longer than {max} bytes."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
