namespace GrayFlags.AspNetCore.Requests;

/// <summary>From where a flag is asked for, which decides what the question may leave behind.</summary>
internal enum Asker
{
    /// <summary>The app's code: the response depends on the answer, and a visitor gets an id.</summary>
    Inside,

    /// <summary>A gate: if it is closed, nothing may tell that it is there.</summary>
    Gate,

    /// <summary>A gate one of whose two halves answers either way, and so can give a visitor an id.</summary>
    Halves,

    /// <summary>Work beside the response, such as a shadow: nothing of the response depends on the answer.</summary>
    Aside,
}
