using GrayFlags.Fleet.Tests.Command;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

[TestFixture]
internal sealed class PostgreSqlCommandTests : StoreCommandContract
{
    protected override string Address => PostgresSetUp.Server.ConnectionString();

    [Test]
    public void Address_WithAPassword_IsNotTakenFromTheCommandLineAndShownNowhere()
    {
        var direct = Folder.Run("show", "--to", Address);
        Folder.With("wrong.txt", Address.Replace("s3cret", "0ther", StringComparison.Ordinal));
        var wrong = Folder.Run("show", "--to", "@wrong.txt");

        Assert.Multiple(() =>
        {
            Assert.That((direct.ExitCode, wrong.ExitCode), Is.EqualTo((2, 2)));
            Assert.That(direct.Error, Does.Contain("--to holds a password"));
            Assert.That(direct.Error + direct.Output + wrong.Error + wrong.Output, Does.Not.Contain("s3cret").And.Not.Contain("0ther"));
        });
    }

    protected override void AddTo(IGrayFlagsBuilder builder, string document) => builder.AddPostgreSql(options =>
    {
        options.ConnectionString = PostgresSetUp.Server.ConnectionString();
        options.Document = document;
    });
}
