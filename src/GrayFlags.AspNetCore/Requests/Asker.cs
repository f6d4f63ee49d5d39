namespace GrayFlags.AspNetCore.Requests;

/// <summary>The origin of an evaluation, which determines its permitted side effects.</summary>
internal enum Asker
{
    /// <summary>The app's code: the response depends on the answer, and a visitor gets an id.</summary>
    Inside,

    /// <summary>A gate: if it is closed, nothing may reveal its existence.</summary>
    Gate,

    /// <summary>A gate with two halves, one of which always answers, so that it can give a visitor an id.</summary>
    Halves,

    /// <summary>Work beside the response, such as a shadow: nothing of the response depends on the answer.</summary>
    Aside,
}
