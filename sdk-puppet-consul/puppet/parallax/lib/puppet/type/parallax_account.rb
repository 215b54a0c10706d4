# frozen_string_literal: true

require_relative '../../puppet_x/parallax/accounts'

Puppet::Type.newtype(:parallax_account) do
  @doc = <<~DOC
    An account that components run as. One that is missing is made, as a system account without a home and a shell; one that is there
    must have the numbers that are wanted: it is never changed, as files of other programs may belong to it. It stays when nothing
    runs as it any more, so that its number is not given to another.
  DOC

  newparam(:name, namevar: true) do
    desc 'Its name.'
  end

  newparam(:uid) do
    desc 'Its number.'
    munge { |value| Integer(value) }
  end

  newparam(:gid) do
    desc 'The number of its own group, which is made with the name of the account where it does not exist.'
    munge { |value| Integer(value) }
  end

  newproperty(:ensure) do
    desc 'The account is there, with these numbers.'
    newvalue(:present)
    newvalue(:absent)
    newvalue(:different)
    defaultto(:present)

    def retrieve
      PuppetX::Parallax::Accounts.state(resource[:name], resource[:uid], resource[:gid])
    end

    def sync
      PuppetX::Parallax::Accounts.make(resource[:name], resource[:uid], resource[:gid])
    end

    def change_to_s(_current, _wanted)
      "made with uid #{resource[:uid]} and gid #{resource[:gid]}"
    end
  end
end
