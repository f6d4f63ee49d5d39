namespace GrayFlags.Dashboard.Access;

/// <summary>The right that an endpoint asks of its caller.</summary>
internal enum DashboardRight
{
    Read,
    Operate,
    Publish,
}
